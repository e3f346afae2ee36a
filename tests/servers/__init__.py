"""The real services that tests run the product on: each on a free loopback port, ended by its process number."""
