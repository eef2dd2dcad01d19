"""Builds of a stage for the public: releases, archives, and what a stage reveals after the one before."""
