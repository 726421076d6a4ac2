"""A day in the lab, for as long as one likes: does anything grow, get lost or go wrong?"""
