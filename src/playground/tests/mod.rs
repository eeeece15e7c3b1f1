pub(super) mod bot;
mod calls;
mod directory;
mod files;
mod page;
mod stories;
mod town;
mod troubles;
mod words;
