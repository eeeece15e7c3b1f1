//! Three exhaustive matches: what happened, who waits, what is to be done. Arms call, they never
//! decide.

use crate::domain::rules::Feature;
use crate::event::Form;
use crate::event::{Event, Gesture, Happening, Interaction, Modal, Reply};
use crate::features::{
    Context, Result, admin, ask, coffee, digest, greeting, home, housekeeping, installing, people,
    sorry, story,
};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::views::coffee::answers;
use crate::views::names::{entry, modal};

/// An event of the work lane, inside the transaction that marks it as done.
pub async fn event(context: &Context, tx: &mut Tx, event: &Event) -> store::Result<()> {
    let workspace = &event.workspace;
    match &event.what {
        Happening::HomeOpened { member } => home::opened(context, tx, workspace, member).await,
        Happening::ProfileChanged { profile, fields, joined } => {
            let joined = joined.then(|| event.at.unwrap_or_else(|| context.now()));
            people::changed(context, tx, workspace, profile, fields, joined).await
        }
        Happening::UserGroupsChanged => people::groups_changed(context, tx, workspace).await,
        Happening::DirectMessage { member, channel, text, thread } => {
            let asks = thread.is_none()
                && context.rules.is_on(Feature::Ask)
                && ask::wrote(context, tx, workspace, member, channel, text).await?;
            if asks {
                return Ok(());
            }
            greeting::spoken_to(context, tx, workspace, member, channel, None).await
        }
        Happening::Mentioned { member, channel, thread } => {
            greeting::spoken_to(context, tx, workspace, member, channel, Some(thread)).await
        }
        Happening::Replied { .. } | Happening::ReplyEdited { .. } | Happening::Checked { .. } => {
            ask::said(context, tx, workspace, &event.what).await
        }
        Happening::ReplyDeleted { channel, message } => {
            ask::said(context, tx, workspace, &event.what).await?;
            story::source_deleted(context, tx, workspace, channel, message).await
        }
        Happening::LeftChannel { member, channel } => {
            ask::left_channel(tx, workspace, member, channel).await
        }
        Happening::ChannelLost { channel } => {
            ask::channel_lost(context, tx, workspace, channel, event.at).await?;
            coffee::channel_lost(context, tx, workspace, channel, event.at).await
        }
        Happening::Uninstalled | Happening::TokensRevoked => {
            installing::perhaps_gone(context, tx, workspace).await
        }
    }
}

/// An interaction of the reply lane: somebody waits.
pub async fn interaction(context: &Context, interaction: &Interaction) -> Result<Reply> {
    coffee::heard(context, interaction).await?;
    if let Some(reply) = admin::switched_off(context, interaction).await? {
        return Ok(reply);
    }
    match &interaction.what {
        Gesture::Command { name, words, place } if *name == context.voice.ask => {
            ask::command(context, interaction, words, place).await
        }
        Gesture::Command { name, words, place } if *name == context.voice.story => {
            story::command(context, interaction, words, place).await
        }
        Gesture::Command { name, words, place } if *name == context.voice.community => {
            digest::command(context, interaction, words, place).await
        }
        Gesture::Command { words, place, .. } => {
            coffee::command(context, interaction, words, place).await
        }
        Gesture::Press { action, value, origin } => {
            let (action, value) = entry(action, value.as_deref().unwrap_or_default());
            if let Some(reply) = coffee::press(context, interaction, action, value, origin).await? {
                return Ok(reply);
            }
            if let Some(reply) = ask::press(context, interaction, action, value, origin).await? {
                return Ok(reply);
            }
            if let Some(reply) = story::press(context, interaction, action, value, origin).await? {
                return Ok(reply);
            }
            if let Some(reply) = digest::press(context, interaction, action, value, origin).await? {
                return Ok(reply);
            }
            if let Some(reply) = home::press(context, interaction, action, value).await? {
                return Ok(reply);
            }
            match admin::press(context, interaction, action, origin).await? {
                Some(reply) => Ok(reply),
                None => {
                    let sentence = answers::outdated(&context.voice);
                    Ok(sorry(context, interaction, &sentence).await)
                }
            }
        }
        Gesture::Submit { modal, form } => submitted(context, interaction, modal, form).await,
        Gesture::Shortcut { name, on } => {
            match story::shortcut(context, interaction, name, on.as_ref()).await? {
                Some(reply) => Ok(reply),
                None => ask::shortcut(context, interaction, name, on.as_ref()).await,
            }
        }
        Gesture::Close { .. } => Ok(Reply::Done),
    }
}

async fn submitted(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Reply> {
    match sent.name.as_str() {
        modal::PAUSE => coffee::submit_pause(context, interaction, sent, form).await,
        modal::SETUP => coffee::submit_setup(context, interaction, sent, form).await,
        modal::RUN => coffee::submit_run(context, interaction, sent).await,
        modal::TIME => coffee::submit_time(context, interaction, sent, form).await,
        modal::MET => coffee::submit_gained(context, interaction, sent, form).await,
        modal::LIKE => coffee::submit_like(context, interaction, sent, form).await,
        modal::HOURS => coffee::submit_hours(context, interaction, sent, form).await,
        modal::RULES => admin::submit(context, interaction, sent, form).await,
        modal::FORGET => home::submit_forget(context, interaction).await,
        modal::NOT_WITH => coffee::submit_not_with(context, interaction, form).await,
        _ => {
            if let Some(reply) = ask::submit(context, interaction, sent, form).await? {
                return Ok(reply);
            }
            if let Some(reply) = story::submit(context, interaction, sent, form).await? {
                return Ok(reply);
            }
            let reply = digest::submit(context, interaction, sent, form).await?;
            Ok(reply.unwrap_or(Reply::CloseModal))
        }
    }
}

/// A job of the queue.
#[expect(clippy::too_many_lines, reason = "one exhaustive match, with an arm for each job")]
pub async fn job(context: &Context, work: &Work) -> Result<Outcome> {
    match &work.job {
        Job::OpenRound { program, date, ahead } => {
            coffee::open(context, work, *program, *date, *ahead).await
        }
        Job::PairRound { round } => coffee::pair(context, work, *round).await,
        Job::OpenConversation { group, then } => {
            coffee::open_conversation(context, work, *group, *then).await
        }
        Job::IntroduceGroup { group } => coffee::introduce(context, work, *group).await,
        Job::RemindGroup { group } => coffee::remind(context, work, *group).await,
        Job::CheckIn { group } => coffee::check_in(context, work, *group).await,
        Job::CloseRound { round } => coffee::close(context, work, *round).await,
        Job::SumUp { round } => coffee::sum_up(context, work, *round).await,
        Job::PrepareProgram { setup } => coffee::prepare(context, work, setup).await,
        Job::TryOut { program, view } => coffee::try_out(context, work, *program, view).await,
        Job::Invite { program } => coffee::invite(context, work, *program).await,
        Job::RefreshInvitation { program } => {
            coffee::refresh_invitation(context, work, *program).await
        }
        Job::ShowMet { group } => coffee::show_met(context, work, *group).await,
        Job::ShowSum { round } => coffee::show_sum(context, work, *round).await,
        Job::Rematch { round, waiting } => coffee::rematch(context, work, *round, waiting).await,
        Job::ShareTime { group, pick } => coffee::share_time(context, work, *group, *pick).await,
        Job::EndFree { member } => coffee::end_free(context, work, member).await,
        Job::IntroduceTwo { encounter } => coffee::introduce_two(context, work, *encounter).await,
        Job::ShowTwo { encounter } => coffee::show_two(context, work, *encounter).await,
        Job::AnnounceBreak { id } => coffee::announce_break(context, work, *id).await,
        Job::ShowBreak { id } => coffee::show_break(context, work, *id).await,
        Job::PostQuestion { question } => ask::post_question(context, work, *question).await,
        Job::ShowQuestion { question } => ask::show_question(context, work, *question).await,
        Job::TellAsker { question, news } => ask::tell_asker(context, work, *question, *news).await,
        Job::Relay { question, draft } => ask::relay(context, work, *question, *draft).await,
        Job::OfferToAsk { channel, draft } => {
            ask::offer_to_ask(context, work, channel, *draft).await
        }
        Job::PrepareCommunity { setup } => ask::prepare_community(context, work, setup).await,
        Job::Route { question } => ask::route(context, work, *question).await,
        Job::Offer { referral } => ask::offer(context, work, *referral).await,
        Job::ShowReferral { referral } => ask::show_referral(context, work, *referral).await,
        Job::RemindExpert { referral } => ask::remind_expert(context, work, *referral).await,
        Job::AskChannel { question } => ask::ask_channel(context, work, *question).await,
        Job::TellSteward { member, about } => ask::tell_steward(context, work, member, about).await,
        Job::PostAnswer { answer } => ask::post_answer(context, work, *answer).await,
        Job::Carry { question, what } => ask::carry(context, work, *question, *what).await,
        Job::MarkAccepted { answer } => ask::mark_accepted(context, work, *answer).await,
        Job::ExportCards { member, table } => {
            ask::export_cards(context, work, member, *table).await
        }
        Job::ExportMe { member } => home::export(context, work, member).await,
        Job::SessionTurn { session, turn, begins } => {
            ask::session_turn(context, work, *session, *turn, *begins).await
        }
        Job::SessionPost { session, what } => {
            ask::session_post(context, work, *session, *what).await
        }
        Job::ShowSession { session } => ask::show_session(context, work, *session).await,
        Job::PublishStory { story } => story::publish(context, work, *story).await,
        Job::ShowStory { story } => story::show(context, work, *story).await,
        Job::FollowUp { story, after } => story::follow_up(context, work, *story, *after).await,
        Job::ShowFollowUp { story, after } => {
            story::show_follow_up(context, work, *story, *after).await
        }
        Job::ThankInThread { thanks } => story::thank_in_thread(context, work, *thanks).await,
        Job::ShowThanks { thanks } => story::show_thanks(context, work, *thanks).await,
        Job::ExportStories { member, what } => {
            story::export_stories(context, work, member, *what).await
        }
        Job::PostWins { community, month } => {
            story::post_wins(context, work, *community, *month).await
        }
        Job::ShowWins { community, month } => {
            story::show_wins(context, work, *community, *month).await
        }
        Job::Digest { community, date } => digest::publish(context, work, *community, *date).await,
        Job::ShowDigest { community, date } => digest::show(context, work, *community, *date).await,
        Job::SendDigest { member, community, date } => {
            digest::send(context, work, member, *community, *date).await
        }
        Job::Tell { member, note } => coffee::tell(context, work, member, note).await,
        Job::PublishHome { member } => home::publish(context, work, member).await,
        Job::Greet { channel, thread, .. } => {
            greeting::greet(context, work, channel, thread.as_ref()).await
        }
        Job::TidyUp => housekeeping::tidy_up(context, work).await,
        Job::ConfirmToken => installing::confirm(context, work).await,
        Job::RefreshToken => installing::refresh(context, work).await,
        Job::EraseWorkspace => installing::erase(context, work).await,
        Job::SyncPeople { cursor, began } => {
            people::sync(context, work, cursor.as_deref(), *began).await
        }
        Job::ReadFieldLabels => people::read_labels(context, work).await,
        Job::ReadFields => people::read_fields(context, work).await,
        Job::ReadTeamGroups => people::read_groups(context, work).await,
        Job::ReadPeopleFile => people::read_file(context, work).await,
        Job::SeeOff { member } => people::see_off(context, work, member).await,
    }
}
