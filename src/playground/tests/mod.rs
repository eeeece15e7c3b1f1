mod bot;
mod calls;
mod page;
mod stories;
mod troubles;
