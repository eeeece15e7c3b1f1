//! What the store promises, on both engines.

use klatch::clock::Clock;
use klatch::store::{Result, Store, Tx, transaction};

/// Writes are used from spawned tasks and boxed futures, with borrows.
mod writes_can_be_sent {
    use super::*;

    async fn helper(tx: &mut Tx, name: &str) -> Result<usize> {
        tokio::task::yield_now().await;
        Ok(name.len() + usize::from(tx.now().timestamp() > 0))
    }

    async fn borrowing(store: &Store, name: &str) -> Result<usize> {
        let mut last = 0;
        let owned = name.to_owned();
        let value = transaction!(store, |tx| {
            if name.is_empty() {
                return Ok(0);
            }
            last = helper(tx, &owned).await?;
            helper(tx, name).await
        })
        .await?;
        Ok(value + last)
    }

    trait Handles {
        fn handle(&self, name: &str) -> impl Future<Output = usize> + Send;
    }

    struct Handler(Store);

    impl Handles for Handler {
        async fn handle(&self, name: &str) -> usize {
            borrowing(&self.0, name).await.unwrap()
        }
    }

    #[tokio::test]
    async fn from_anywhere() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", dir.path().join("k.db").display());
        let store = Store::connect_and_migrate(&url, &Clock::system()).await.unwrap();
        let task = tokio::spawn(async move {
            let boxed: std::pin::Pin<Box<dyn Future<Output = Result<usize>> + Send + '_>> =
                Box::pin(borrowing(&store, "four"));
            let first = boxed.await.unwrap();
            first + Handler(store.clone()).handle("four").await
        });
        assert_eq!(task.await.unwrap(), 20);
    }
}
