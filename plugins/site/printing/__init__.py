"""Certificates and the booklet as PDF."""
