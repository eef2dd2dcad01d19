"""Small contents for tests, and the means to build and read them."""
