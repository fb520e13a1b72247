"""Plain HTTP beside Reflex: sign-in, uploads, playlists, keys, progress, health, the store."""
