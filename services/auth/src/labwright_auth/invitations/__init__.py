"""Inviting people: a link by mail makes an account with the roles that its sender may give."""
