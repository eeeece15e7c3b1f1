pub(super) mod bot;
mod calls;
mod directory;
mod page;
mod stories;
mod town;
mod troubles;
