//! Exports that are broken, half there, or made to do harm.

use super::*;

#[test]
fn what_is_not_there_or_no_zip_is_told_apart() {
    let pack = Pack::empty();
    let missing = Export::open(&pack.path()).unwrap_err();
    assert_eq!(
        pack.without_path(&missing),
        "There is no file export.zip. Check the path, and where you are."
    );
    let folder = Export::open(pack.folder.path()).unwrap_err().to_string();
    assert!(folder.contains("is a folder") && folder.contains("not unpacked"), "{folder}");
    for bytes in [&b""[..], b"PK", b"hello, I am text", &[0; 70_000]] {
        std::fs::write(pack.path(), bytes).unwrap();
        let told = Export::open(&pack.path()).unwrap_err();
        assert!(told.what().contains("no whole zip"), "{told}");
    }
    let said = Pack::empty().with("general.txt", &json!("hi")).refusal();
    assert!(said.starts_with("export.zip is no Slack export: it has no channels.json."), "{said}");
    let two = Pack::empty().with("a/channels.json", &json!([])).with("channels.json", &json!([]));
    assert!(two.refusal().contains("several exports"));
}

#[test]
fn an_archive_cut_off_anywhere_is_refused_or_read_whole() {
    let day = question(&[said("1700000060.000200", ASKED, "U2", "Pass a clock in, always")]);
    let pack = Pack::usual().with("rust/2023-11-14.json", &day);
    let bytes = pack.bytes();
    for end in 0..bytes.len() {
        std::fs::write(pack.path(), &bytes[..end]).unwrap();
        assert!(Export::open(&pack.path()).is_err(), "cut off at {end} of {}", bytes.len());
    }
}

#[test]
fn a_flipped_bit_is_found_by_the_check_sum() {
    let day = question(&[said("1700000060.000200", ASKED, "U2", "Pass a clock in, always")]);
    let pack = Pack::usual().with("rust/2023-11-14.json", &day);
    let whole = pack.bytes();
    let mut refused = 0;
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        std::fs::write(pack.path(), &bytes).unwrap();
        // Refused in a sentence, or not touched by it: never a panic, never other words.
        let read = Export::open(&pack.path()).and_then(|mut export| {
            let chosen = export.choose(&["rust".into()], false)?;
            export.questions(&chosen[0], || {})
        });
        match read {
            Ok((found, _)) => assert!(
                found.iter().all(|it| it.answers[0].text == "Pass a clock in, always"),
                "bit at {at}"
            ),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn names_that_point_elsewhere_are_refused() {
    let why = |name: &str| {
        let said = Pack::usual().with(name, &json!([])).refusal();
        assert!(said.contains("Nothing was read."), "{said}");
        said.split(". Nothing was read.").next().unwrap().to_owned()
    };
    for name in ["../../etc/cron.d/x", "rust/../../x.json", "/etc/passwd", "C:/x", "rust/.."] {
        assert!(why(name).ends_with("points out of the archive"), "{}", why(name));
    }
    for name in ["rust\\..\\x.json", "rust/\0.json", "rust//x.json", "./users.json"] {
        assert!(why(name).ends_with("has a name that no export has"), "{}", why(name));
    }
    assert!(why("a/b/c/d/e.json").ends_with("is nested too deep"));
    assert!(why(&"x".repeat(2_000)).ends_with("has too long a name"));
    assert!(!why("rust/\u{1b}[2J\\x").contains('\u{1b}'));
}

#[test]
fn a_link_in_it_is_refused() {
    let pack = Pack::usual();
    let mut zip = ZipWriter::new(std::fs::File::create(pack.path()).unwrap());
    zip.add_symlink("channels.json", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    let said = pack.without_path(&Export::open(&pack.path()).unwrap_err());
    assert!(said.contains("channels.json in it is a link"), "{said}");
}

#[test]
fn what_would_grow_without_end_is_refused_before_it_is_unpacked() {
    let said = Pack::usual().with_bytes("rust/2023-11-14.json", &vec![b' '; 4 << 20]).refusal();
    assert!(said.contains("not safe to read") && said.contains("-fold"), "{said}");
    // What is never unpacked may be as it likes.
    let log = Pack::usual().with_bytes("__uploads/F1/log.txt", &vec![b' '; 4 << 20]);
    assert_eq!(log.open().unwrap().people(), 4);
    let limits = Limits { entries: 4, ..Limits::default() };
    let pack = Pack::usual().with("a.json", &json!([])).with("b.json", &json!([]));
    let told = pack.open_within(limits).unwrap_err();
    assert!(told.what().contains("it has 5 files"), "{told}");
    let limits = Limits { total: 100, ..Limits::default() };
    assert!(pack.open_within(limits).unwrap_err().what().contains("too large"));
    let limits = Limits { file: 10, ..Limits::default() };
    assert!(pack.open_within(limits).unwrap_err().what().contains("users.json"));
    let limits = Limits { kept: 100, ..Limits::default() };
    let pack = Pack::usual().with("rust/2023-11-14.json", &question(&[]));
    let mut export = pack.open_within(limits).unwrap();
    let rust = export.choose(&["rust".into()], false).unwrap();
    let told = export.questions(&rust[0], || {}).unwrap_err();
    assert!(told.what().contains("The threads of #rust are too many"), "{told}");
}

/// Says another size in the archive's own list (behind `PK\1\2`) than there is.
#[test]
fn a_file_that_lies_about_its_size_is_refused() {
    let pack = Pack::usual();
    let mut bytes = pack.bytes();
    let at = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&7_u32.to_le_bytes());
    std::fs::write(pack.path(), &bytes).unwrap();
    let told = Export::open(&pack.path()).unwrap_err();
    assert!(told.what().contains("users.json"), "{told}");
}

/// Every entry of the list leads to the same packed bytes.
#[test]
fn files_that_lie_over_each_other_are_refused() {
    let day = vec![b'['; 5_000];
    let pack = Pack::usual().with_bytes("a.json", &day).with_bytes("b.json", &day);
    let mut bytes = pack.bytes();
    let heads: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter_map(|(at, four)| (four == b"PK\x01\x02").then_some(at))
        .collect();
    let [.., a, b] = heads.as_slice() else { panic!() };
    let where_a: [u8; 4] = bytes[a + 42..a + 46].try_into().unwrap();
    bytes[b + 42..b + 46].copy_from_slice(&where_a);
    std::fs::write(pack.path(), &bytes).unwrap();
    let told = Export::open(&pack.path()).unwrap_err();
    assert!(told.what().contains("lie over each other"), "{told}");
}

#[test]
fn lists_that_are_no_json_are_named() {
    let pack = Pack::empty().with_bytes("channels.json", b"[{\"id\": \"C1\", ");
    let said = pack.refusal();
    assert!(said.contains("channels.json in export.zip cannot be read"), "{said}");
    assert!(said.contains("it ends too early (line 1"), "{said}");
}

#[test]
fn a_broken_day_is_named_and_nothing_of_it_is_taken() {
    let pack = Pack::usual().with("rust/2023-11-14.json", &question(&[])).with_bytes(
        "rust/2023-11-15.json",
        format!("[{}, {{\"ts\":", said("1700000060.0", ASKED, "U2", "Half of an answer to it"))
            .as_bytes(),
    );
    let mut export = pack.open().unwrap();
    let rust = export.choose(&["rust".into()], false).unwrap();
    let mut days = 0;
    let checked = export.check(&rust[0], || days += 1).unwrap();
    assert_eq!((checked.messages, checked.questions, days), (1, 0, 2));
    assert_eq!(checked.broken.len(), 1);
    let said = &checked.broken[0];
    assert!(said.starts_with("rust/2023-11-15.json: it ends too early (line 1"), "{said}");
    let told = crate::archive::history(&pack.path(), &[], false).unwrap_err();
    assert!(told.what().starts_with("rust/2023-11-15.json"), "{told}");
}
