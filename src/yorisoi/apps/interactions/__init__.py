"""The timeline, the distance read from it, and the writing desk."""
