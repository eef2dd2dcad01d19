"""The jury's kit: blank score sheets, a packet to read, optionally blind, and who has returned what."""
