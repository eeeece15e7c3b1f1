//! Digests: when they come, what was published, and who would have them otherwise.

use chrono::{NaiveDate, NaiveTime, Weekday};
use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::row;
use super::questions::one_of;
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::digest::{Edition, Kind, Picture, Rhythm, Shows, Window, Wish};
use crate::domain::ids::{CommunityId, MemberId, StoryId, WorkspaceId};
use crate::domain::question::Spot;

macro_rules! columns {
    () => {
        "community_id, published_on, number, kind, since, until, job_id, channel, message, \
         picture, picture_alt, picture_of, picture_key"
    };
}

/// So many reports tell of one thing: a question may wait for long, and people read the newest.
const MOST_ABOUT: u32 = 8;

impl Tx {
    /// When a community's digest comes; `None` where nobody chose anything.
    pub async fn digest_rhythm(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
    ) -> Result<Option<Rhythm>> {
        let rhythm = self.sql(
            "SELECT is_on, weekday, local_time, zone FROM digest_rhythms \
             WHERE workspace_id = $1 AND community_id = $2",
        );
        let row = rhythm.bind(ws).bind(community).one().await?;
        row.as_ref().map(read_rhythm).transpose()
    }

    /// A steward chose it.
    pub async fn keep_digest_rhythm(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        it: &Rhythm,
    ) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO digest_rhythms (workspace_id, community_id, is_on, weekday, local_time, \
             zone) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (workspace_id, community_id) DO UPDATE SET is_on = excluded.is_on, \
             weekday = excluded.weekday, local_time = excluded.local_time, zone = excluded.zone",
        );
        let weekday = it.weekday.number_from_monday();
        let keep = keep.bind(ws).bind(community).bind(it.on).bind(weekday);
        keep.bind(it.at.format("%H:%M").to_string()).bind(it.zone.name()).run().await?;
        Ok(())
    }

    /// Writes a date down. `false` if it is there.
    pub async fn insert_digest(&mut self, ws: &WorkspaceId, it: &Edition) -> Result<bool> {
        let (spot, picture) = (it.spot.as_ref(), it.picture.as_ref());
        let row = row![
            ws,
            it.community,
            it.date,
            it.number,
            it.kind.as_str(),
            it.window.since,
            it.window.until,
            it.job,
            spot.map(|spot| &spot.channel),
            spot.map(|spot| &spot.message),
            picture.map(|it| &it.file),
            picture.map(|it| &it.alt),
            picture.map(|it| it.shows.as_str()),
            picture.and_then(|it| it.key.as_ref()),
        ];
        let insert = concat!("INSERT INTO digests (workspace_id, ", columns!(), ")");
        let after = "ON CONFLICT DO NOTHING RETURNING number";
        if self.sql_batch(insert, vec![row], after).await?.is_empty() {
            return Ok(false);
        }
        let stories = it.stories.iter().map(|story| row![ws, it.community, it.date, *story]);
        let insert = "INSERT INTO digest_stories \
                      (workspace_id, community_id, published_on, story_id)";
        self.sql_batch(insert, stories.collect(), "").await?;
        Ok(true)
    }

    /// It arrived there.
    pub async fn digest_stands(
        &mut self,
        ws: &WorkspaceId,
        (community, date): (CommunityId, NaiveDate),
        spot: &Spot,
    ) -> Result<()> {
        let stands = self.sql(
            "UPDATE digests SET channel = $4, message = $5 \
             WHERE workspace_id = $1 AND community_id = $2 AND published_on = $3",
        );
        let stands = stands.bind(ws).bind(community).bind(date);
        saved("a digest", stands.bind(&spot.channel).bind(&spot.message).did().await?)
    }

    /// It has another picture now, or none.
    pub async fn keep_digest_picture(
        &mut self,
        ws: &WorkspaceId,
        (community, date): (CommunityId, NaiveDate),
        picture: Option<&Picture>,
    ) -> Result<()> {
        let keep = self.sql(
            "UPDATE digests SET picture = $4, picture_alt = $5, picture_of = $6, picture_key = $7 \
             WHERE workspace_id = $1 AND community_id = $2 AND published_on = $3",
        );
        let keep = keep.bind(ws).bind(community).bind(date);
        let keep = keep.bind(picture.map(|it| &it.file)).bind(picture.map(|it| &it.alt));
        let keep = keep.bind(picture.map(|it| it.shows.as_str()));
        keep.bind(picture.and_then(|it| it.key.as_ref())).run().await?;
        Ok(())
    }

    /// It did not go out: the next one is about its time, too.
    pub async fn drop_digest(
        &mut self,
        ws: &WorkspaceId,
        (community, date): (CommunityId, NaiveDate),
    ) -> Result<()> {
        for text in [
            "DELETE FROM digest_stories \
             WHERE workspace_id = $1 AND community_id = $2 AND published_on = $3",
            "DELETE FROM digests \
             WHERE workspace_id = $1 AND community_id = $2 AND published_on = $3",
        ] {
            self.sql(text).bind(ws).bind(community).bind(date).run().await?;
        }
        Ok(())
    }

    /// What was published on a date.
    pub async fn digest(
        &mut self,
        ws: &WorkspaceId,
        (community, date): (CommunityId, NaiveDate),
    ) -> Result<Option<Edition>> {
        let one = self.sql(concat!(
            "SELECT ",
            columns!(),
            " FROM digests WHERE workspace_id = $1 AND community_id = $2 AND published_on = $3"
        ));
        let row = one.bind(ws).bind(community).bind(date).one().await?;
        self.with_stories(ws, row).await
    }

    /// The latest date of a community.
    pub async fn last_digest(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
    ) -> Result<Option<Edition>> {
        let last = self.sql(concat!(
            "SELECT ",
            columns!(),
            " FROM digests WHERE workspace_id = $1 AND community_id = $2 \
             ORDER BY published_on DESC LIMIT 1"
        ));
        let row = last.bind(ws).bind(community).one().await?;
        self.with_stories(ws, row).await
    }

    /// Which digests tell a story, the newest first.
    pub async fn digests_telling(
        &mut self,
        ws: &WorkspaceId,
        story: StoryId,
    ) -> Result<Vec<(CommunityId, NaiveDate)>> {
        let telling = self.sql(
            "SELECT community_id, published_on FROM digest_stories \
             WHERE workspace_id = $1 AND story_id = $2 ORDER BY published_on DESC, community_id",
        );
        let rows = telling.bind(ws).bind(story).all().await?;
        each(&rows, |row| Ok((row.parsed("community_id")?, row.day("published_on")?)))
    }

    /// The reports of a community that are about some of that time, the newest first, up to a bound.
    pub async fn digests_about(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        time: Window,
    ) -> Result<Vec<NaiveDate>> {
        let about = self.sql(
            "SELECT published_on FROM digests WHERE workspace_id = $1 AND community_id = $2 \
             AND since < $3 AND until > $4 AND kind = 'report' \
             ORDER BY published_on DESC LIMIT $5",
        );
        let about = about.bind(ws).bind(community).bind(time.until).bind(time.since);
        each(&about.bind(MOST_ABOUT).all().await?, |row| row.day("published_on"))
    }

    /// The reports of a community whose picture shows what stories came to, of those that ended in that
    /// time; the newest first.
    pub async fn digests_of_value(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        time: Window,
    ) -> Result<Vec<NaiveDate>> {
        let of_value = self.sql(
            "SELECT published_on FROM digests WHERE workspace_id = $1 AND community_id = $2 \
             AND until >= $3 AND until <= $4 AND picture_of = 'value' ORDER BY published_on DESC",
        );
        let of_value = of_value.bind(ws).bind(community).bind(time.since).bind(time.until);
        each(&of_value.all().await?, |row| row.day("published_on"))
    }

    /// Somebody would have a community's digest otherwise; `None`: in its channel, as everybody.
    pub async fn keep_digest_wish(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        member: &MemberId,
        wish: Option<Wish>,
    ) -> Result<()> {
        let Some(wish) = wish else {
            let usual = self.sql(
                "DELETE FROM digest_wishes \
                 WHERE workspace_id = $1 AND community_id = $2 AND member_id = $3",
            );
            usual.bind(ws).bind(community).bind(member).run().await?;
            return Ok(());
        };
        let keep = self.sql(
            "INSERT INTO digest_wishes (workspace_id, community_id, member_id, wish) \
             VALUES ($1, $2, $3, $4) \
             ON CONFLICT (workspace_id, community_id, member_id) DO UPDATE SET wish = excluded.wish",
        );
        keep.bind(ws).bind(community).bind(member).bind(wish.as_str()).run().await?;
        Ok(())
    }

    /// Who would have a community's digest otherwise, by id.
    pub async fn digest_wishes(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
    ) -> Result<Vec<(MemberId, Wish)>> {
        let wishes = self.sql(
            "SELECT member_id, wish FROM digest_wishes \
             WHERE workspace_id = $1 AND community_id = $2 ORDER BY member_id",
        );
        let rows = wishes.bind(ws).bind(community).all().await?;
        each(&rows, |row| Ok((row.id("member_id")?, wish(row)?)))
    }

    /// What somebody said about the digests of their communities.
    pub async fn digest_wishes_of(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Vec<(CommunityId, Wish)>> {
        let wishes = self.sql(
            "SELECT community_id, wish FROM digest_wishes \
             WHERE workspace_id = $1 AND member_id = $2 ORDER BY community_id",
        );
        let rows = wishes.bind(ws).bind(member).all().await?;
        each(&rows, |row| Ok((row.parsed("community_id")?, wish(row)?)))
    }

    async fn with_stories(
        &mut self,
        ws: &WorkspaceId,
        row: Option<AnyRow>,
    ) -> Result<Option<Edition>> {
        let Some(row) = row else { return Ok(None) };
        let mut edition = read(&row)?;
        let stories = self.sql(
            "SELECT story_id FROM digest_stories WHERE workspace_id = $1 AND community_id = $2 \
             AND published_on = $3 ORDER BY story_id",
        );
        let rows = stories.bind(ws).bind(edition.community).bind(edition.date).all().await?;
        edition.stories = each(&rows, |row| row.parsed("story_id"))?;
        Ok(Some(edition))
    }
}

fn wish(row: &AnyRow) -> Result<Wish> {
    one_of(&Wish::ALL, "wish", row, Wish::as_str)
}

fn read_rhythm(row: &AnyRow) -> Result<Rhythm> {
    let number: u32 = row.number("weekday")?;
    let day = number.checked_sub(1).and_then(|day| u8::try_from(day).ok());
    let weekday = day.and_then(|day| Weekday::try_from(day).ok());
    let at = NaiveTime::parse_from_str(&row.text("local_time")?, "%H:%M");
    Ok(Rhythm {
        on: row.flag("is_on")?,
        weekday: weekday.ok_or_else(|| Error::unreadable("weekday", "no such day"))?,
        at: at.map_err(|_| Error::unreadable("local_time", "no such time"))?,
        zone: row.parsed("zone")?,
    })
}

fn read(row: &AnyRow) -> Result<Edition> {
    let (channel, message) = (row.maybe_id("channel")?, row.maybe_id("message")?);
    let (file, alt) = (row.maybe_text("picture")?, row.maybe_text("picture_alt")?);
    Ok(Edition {
        community: row.parsed("community_id")?,
        date: row.day("published_on")?,
        number: row.number("number")?,
        kind: one_of(&Kind::ALL, "kind", row, Kind::as_str)?,
        window: Window { since: row.time("since")?, until: row.time("until")? },
        job: row.parsed("job_id")?,
        spot: channel.zip(message).map(|(channel, message)| Spot { channel, message }),
        picture: match file.zip(alt) {
            Some((file, alt)) => Some(Picture {
                file,
                alt,
                shows: one_of(&Shows::ALL, "picture_of", row, Shows::as_str)?,
                key: row.maybe_text("picture_key")?,
            }),
            None => None,
        },
        stories: Vec::new(),
    })
}
