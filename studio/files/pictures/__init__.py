"""Pictures of one layer, in and out: their pixels, colours and notes."""
