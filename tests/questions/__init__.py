"""Tests of kg.questions."""
