"""The synthetic network of `./maille demo`: seeds 001, 003 and 000 for the structures, invention for the people.

`register` makes the 267 people of the published period, `network` the structures, `cast` and `living` what happens
after 2023, `load` writes all of it.
"""
