//! The world with its people in it: time moves, and everybody does what they meant to.

use chrono::{DateTime, Duration, TimeZone, Utc};
use chrono_tz::Tz;
use tokio::net::TcpListener;

use axum::Router;

use crate::clock::{Chance, Clock};
use crate::demo::crew::Crew;
use crate::demo::story::Story;
use crate::demo::world::{World, WorldOptions};
use crate::domain::coffee::{DEFAULT_MINIMUM, Outcome, outcome};
use crate::domain::ids::WorkspaceId;
use crate::error::Told;
use crate::playground::{Cast, Fill, Limits, Playground};
use crate::store::{self, Placement, Store, transaction};
use crate::views::ask::asking::names::field as asking;
use crate::views::kit::count;
use crate::views::names::{action, field};

/// The zone of the demo's company, and of its time ribbon.
pub const ZONE: Tz = Tz::Europe__Berlin;

/// One to visit, and two to be introduced to each other.
const FEWEST_PEOPLE: usize = 3;

/// The channel that has coffee already.
const CHANNEL: &str = "#coffee";
/// The channel in which people ask; where there is none, they ask in the other.
const QUESTIONS: &str = "#how-to";
/// More questions than any story has.
const MOST_COUNTED: u32 = 10_000;
/// For so many weeks somebody has questions: longer than anybody watches.
const CURIOUS_WEEKS: u64 = 52;

/// What a demo starts from.
pub struct StageOptions {
    pub cast: Cast,
    pub seed: u64,
    pub database_url: String,
    pub listener: TcpListener,
    /// Whether a visitor comes, whom one person is kept for.
    pub visited: bool,
}

/// A world with a crew.
pub struct Stage {
    pub world: World,
    crew: Crew,
    /// Whom the visitor plays first, if one comes.
    pub visitor: Option<String>,
    story: Option<Story>,
}

impl Stage {
    /// Opens the world two weeks before the demo's day.
    ///
    /// # Errors
    /// One sentence: the world cannot be opened.
    pub async fn open(options: StageOptions, extra: Router) -> Result<Self, Told> {
        let StageOptions { cast, seed, database_url, listener, visited } = options;
        let clock = Clock::still(first_day());
        let teams: Vec<Placement> = cast.people.iter().map(placement).collect();
        let world =
            WorldOptions { clock, chance: Chance::seeded(seed), cast, database_url, listener };
        let mut world = World::open(world, extra)?;
        world.playground.limit(Limits::Slack);
        world.start_bot().await?;
        place_in_teams(&world, &teams).await?;
        let visitor = visitor(&world.playground)?.filter(|_| visited);
        let chance = Chance::seeded(seed.wrapping_add(1));
        let crew = Crew::new(world.playground.clone(), chance, visitor.clone());
        Ok(Self { world, crew, visitor, story: None })
    }

    /// Plays what happened before the demo's day: coffee was set up, people joined, and met.
    ///
    /// # Errors
    /// The bot did not do its part.
    pub async fn play_history(&mut self, joining: usize) -> Result<(), Told> {
        self.set_up(joining).await?;
        self.set_up_asking().await?;
        self.advance_to(demo_day()).await
    }

    /// From here on somebody listens.
    pub fn tell_to(&mut self, story: Story) {
        self.story = Some(story);
    }

    /// An admin sets coffee up, and people join one after the other.
    ///
    /// # Errors
    /// The bot did not do its part.
    pub async fn set_up(&mut self, joining: usize) -> Result<(), Told> {
        let steward = self.steward()?;
        let playground = self.world.playground.clone();
        let people: Vec<String> = self.joiners(&steward).into_iter().take(joining).collect();
        did(playground.command(&steward, CHANNEL, "/coffee", "setup").await)?;
        let channel = playground.conversation(CHANNEL).map(|channel| channel.id);
        let mut fields = vec![(field::CHANNEL, Fill::from(channel.unwrap_or_default()))];
        if people.len() < usize::try_from(DEFAULT_MINIMUM).unwrap_or_default() {
            did(playground.press_in_view(&steward, action::SETUP_MORE).await)?;
            fields.push((field::MINIMUM, Fill::from(people.len().max(2).to_string())));
        }
        did(playground.submit_form(&steward, &fields).await)?;
        self.world.settle().await?;
        self.close(&steward)?;
        for person in people {
            self.advance_to(self.world.clock.now() + Duration::minutes(7)).await?;
            did(playground.press_button(&person, CHANNEL, "Join coffee").await)?;
            self.crew.note(&person, "Join coffee");
        }
        self.settle().await.map(|_| ())
    }

    /// An admin begins a community, some people say what they know, and others have questions.
    ///
    /// # Errors
    /// The bot did not do its part.
    pub async fn set_up_asking(&mut self) -> Result<(), Told> {
        let steward = self.steward()?;
        let playground = self.world.playground.clone();
        let channel = playground.conversation(QUESTIONS).or(playground.conversation(CHANNEL));
        let Some(channel) = channel.map(|channel| channel.id) else { return Ok(()) };
        did(playground.dm_with_bot(&steward))?;
        did(playground.command(&steward, "dm", "/ask", "setup").await)?;
        self.form_of(&steward).await?;
        let fields = [
            (asking::CHANNEL, Fill::from(channel.clone())),
            (asking::STEWARDS, Fill::from([steward.as_str()])),
        ];
        did(playground.submit_form(&steward, &fields).await)?;
        self.world.settle().await?;
        self.close(&steward)?;
        for (person, topic) in self.crew.experts() {
            did(playground.dm_with_bot(&person))?;
            did(playground.command(&person, "dm", "/ask", "expert").await)?;
            self.form_of(&person).await?;
            let fields = [(asking::WILLING, "Yes, ask me".into()), (asking::TOPICS, topic.into())];
            did(playground.submit_form(&person, &fields).await)?;
            self.close(&person)?;
        }
        let now = self.world.clock.now();
        self.crew.plan_questions(&channel, now, CURIOUS_WEEKS);
        self.settle().await.map(|_| ())
    }

    /// Waits until somebody has a form before them.
    async fn form_of(&self, person: &str) -> Result<(), Told> {
        let there = |playground: &Playground| playground.modal_of(person).is_some();
        let came = self.world.playground.until("a form", there).await;
        came.map_err(|why| Told::new(why, "Look at the bot's log."))
    }

    /// Closes what is open on somebody's screen.
    fn close(&self, person: &str) -> Result<(), Told> {
        match self.world.playground.modal_of(person) {
            Some(modal) => did(self.world.playground.close_view(person, &modal.id, true)),
            None => Ok(()),
        }
    }

    /// The last line of a story.
    ///
    /// # Errors
    /// The database failed, or it cannot be written.
    pub async fn sum_up(&mut self, weeks: u32) -> Result<(), Told> {
        let app = self.world.app()?;
        let sum = figures(app.store(), &self.world.workspace()).await;
        let sum = sum.map_err(|error| failed(&error))?;
        let Some(story) = &mut self.story else { return Ok(()) };
        let weeks = count(weeks, "week", "weeks");
        heard(story.sum_up(&format!("{weeks}: {sum}")))
    }

    /// Moves time; the bot and the crew do everything at its moment.
    ///
    /// # Errors
    /// The bot did not do its part.
    pub async fn advance_to(&mut self, at: DateTime<Utc>) -> Result<(), Told> {
        loop {
            self.settle().await?;
            let due = self.world.next_due().await?;
            let next = [due, self.crew.next()].into_iter().flatten().min();
            let Some(next) = next.filter(|next| *next <= at) else { break };
            self.world.move_clock(next);
        }
        self.world.move_clock(at);
        self.settle().await.map(|_| ())
    }

    /// Everything that is due now happens, and what follows from it; says whether that was anything.
    ///
    /// # Errors
    /// The bot did not do its part.
    pub async fn settle(&mut self) -> Result<bool, Told> {
        let mut something = false;
        loop {
            something |= self.world.settle().await?;
            let now = self.world.clock.now();
            if let Some(story) = &mut self.story {
                heard(story.go_on(now, &self.crew.pressed()))?;
            }
            self.crew.notice(now);
            if self.crew.next().is_none_or(|next| next > now) {
                return Ok(something);
            }
            self.crew.act(now).await?;
            something = true;
        }
    }

    /// An admin, or whoever is first where there is none.
    ///
    /// # Errors
    /// There is nobody.
    pub fn steward(&self) -> Result<String, Told> {
        let people = self.world.playground.people();
        let admin = people.iter().find(|person| person.is_admin && !person.deleted);
        let anybody = || people.iter().find(|person| takes_part(person));
        admin.or_else(anybody).map(|person| person.id.clone()).ok_or_else(|| {
            Told::new(
                "There is nobody to set coffee up.",
                "Give the demo a file with people in it.",
            )
        })
    }

    /// Members of the channel but the visitor, the steward first.
    fn joiners(&self, steward: &str) -> Vec<String> {
        let playground = &self.world.playground;
        let members = playground.conversation(CHANNEL).map(|channel| channel.members);
        let members = members.unwrap_or_default();
        let others = playground
            .people()
            .into_iter()
            .filter(|person| takes_part(person) && members.contains(&person.id))
            .map(|person| person.id)
            .filter(|person| Some(person) != self.visitor.as_ref() && person != steward);
        std::iter::once(steward.to_owned()).chain(others).collect()
    }
}

/// The Thursday two weeks before the demo's day.
fn first_day() -> DateTime<Utc> {
    at(2026, 10, 1, 8)
}

/// A Thursday morning in Berlin: the round runs, the check-in comes tomorrow, the next round on
/// Monday, and the clocks change a week later.
pub fn demo_day() -> DateTime<Utc> {
    at(2026, 10, 15, 8)
}

fn at(year: i32, month: u32, day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, month, day, hour, 0, 0).single().unwrap_or_default()
}

fn takes_part(person: &crate::playground::Person) -> bool {
    !(person.is_bot
        || person.deleted
        || person.is_stranger
        || person.is_restricted
        || person.id == "USLACKBOT")
}

/// Whom a visitor plays first: a member of the channel who is no admin; the last one, so that a
/// file's first people are there to be met. `None` where all are admins.
fn visitor(playground: &Playground) -> Result<Option<String>, Told> {
    let members = playground.conversation(CHANNEL).map(|channel| channel.members);
    let members = members.unwrap_or_default();
    let people = playground.people();
    let able = people.iter().filter(|it| takes_part(it) && members.contains(&it.id));
    if able.clone().count() < FEWEST_PEOPLE {
        return Err(Told::new(
            "There are not enough people for a demo.",
            "Give it a file with at least three who could take part.",
        ));
    }
    Ok(able.rev().find(|person| !person.is_admin).map(|person| person.id.clone()))
}

fn placement(person: &crate::playground::Person) -> Placement {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Placement {
        email: person.email.clone(),
        team: some(&person.team),
        department: some(&person.department),
    }
}

/// What an operator would import from a file: Slack itself knows nothing of teams.
async fn place_in_teams(world: &World, teams: &[Placement]) -> Result<(), Told> {
    let app = world.app()?;
    let ws = world.workspace();
    let placed = transaction!(app.store(), |tx| tx.place_in_teams(&ws, teams).await);
    placed.await.map(|_| ()).map_err(|error| failed(&error))
}

/// How many rounds and groups there were, and how many groups met; how many questions, and answers
/// that were accepted; how many stories.
async fn figures(store: &Store, workspace: &WorkspaceId) -> store::Result<String> {
    let mut tx = store.read().await?;
    let (mut rounds, mut groups, mut met) = (0, 0, 0);
    for program in tx.programs(workspace).await? {
        rounds += program.rounds;
        for round in tx.rounds(workspace, program.id).await? {
            let answers = tx.answers_of_round(workspace, round.id).await?;
            for group in tx.groups_of_round(workspace, round.id).await? {
                groups += 1;
                let said = answers.iter().filter(|answer| answer.group == group.id);
                met += u32::from(outcome(said) == Outcome::Met);
            }
        }
    }
    let mut told = 0;
    for community in tx.communities(workspace).await? {
        let whole = (DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC);
        told += tx.stories_told(workspace, community.id, whole.0, whole.1).await?.len();
    }
    let told = u32::try_from(told).unwrap_or(u32::MAX);
    let waiting = tx.open_questions(workspace, MOST_COUNTED).await?.len();
    let answered = tx.answered_questions(workspace, MOST_COUNTED).await?.len();
    let questions = u32::try_from(waiting + answered).unwrap_or(u32::MAX);
    let (rounds, groups) = (count(rounds, "round", "rounds"), count(groups, "group", "groups"));
    let questions = count(questions, "question", "questions");
    let told = count(told, "story", "stories");
    Ok(format!("{rounds}, {groups}, {met} met, {questions}, {answered} answered, {told}"))
}

fn failed(error: &store::Error) -> Told {
    Told::new(format!("The demo's database failed: {error}."), "Start the demo again.")
}

/// Whoever listened has gone (`| head`): that is no failure.
fn heard(told: std::io::Result<()>) -> Result<(), Told> {
    match told {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(silent(&error)),
        _ => Ok(()),
    }
}

fn silent(error: &std::io::Error) -> Told {
    Told::new(format!("The story cannot be written: {error}."), "Give it somewhere to go.")
}

fn did<T>(deed: Result<T, crate::playground::DeedError>) -> Result<T, Told> {
    deed.map_err(|error| Told::new(error.to_string(), "Look at the bot's log."))
}
