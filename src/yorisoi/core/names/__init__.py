"""Names as they are written, read and typed: one spelling to find them all by. Pure text in, pure text out."""
