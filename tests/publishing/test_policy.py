"""Every setting of a target that restrains publishing reaches the policy."""

from __future__ import annotations

from plugins.publishing.config import DirectoryTarget, make_policy
from plugins.publishing.publish import TargetPolicy

ADDRESS = "https://www.city.example/"


def test_policy_has_the_settings_of_its_target() -> None:
    settings = DirectoryTarget(
        kind="directory", path="x", address=ADDRESS, rehearsal=True, grace=5, largest_share=0.5, wait=7
    )
    assert make_policy(settings) == TargetPolicy(ADDRESS, rehearsal=True, grace=5, largest_share=0.5, wait=7)


def test_policy_is_strict_unless_the_target_says_otherwise() -> None:
    settings = DirectoryTarget(kind="directory", path="x", address=ADDRESS)
    assert make_policy(settings) == TargetPolicy(ADDRESS, rehearsal=False, grace=3, largest_share=0.2, wait=60)
