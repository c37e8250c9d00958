"""Where do the bytes live? One LMDB environment per store; the byte layout is docs/storage.md."""
