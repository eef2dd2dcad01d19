"""The addresses that platforms give to their users belong to the platforms."""

from __future__ import annotations

import pytest

from plugins.content.schema.providers import Provider
from plugins.content.sources import builtin_providers

ADDRESSES = {
    "wjx": [
        "https://www.wjx.cn/vm/Ab12cD.aspx",
        "https://tp.wjx.top/m/1234567.aspx",
        "https://ks.wjx.com/vm/Ab12cD.aspx",
        "https://form.wjx.com/vm/Ab12cD.aspx",
    ],
    "jinshuju": ["https://jinshuju.net/f/Ab12Cd", "https://jsj.top/f/Ab12Cd", "https://city.jinshuju.com/f/Ab12Cd"],
    "tencent": ["https://wj.qq.com/s2/1234567/ab12/"],
    "wechat-mini": ["https://wxaurl.cn/Ab12Cd34Ef5", "https://wxmpurl.cn/Ab12Cd34Ef5"],
    "tencent-docs": ["https://docs.qq.com/form/page/DAb12Cd"],
}
ELSEWHERE = {
    "wjx": ["http://www.wjx.cn/vm/Ab12cD.aspx", "https://wjx.cn.example/vm/Ab12cD.aspx", "https://notwjx.cn/a"],
    "jinshuju": ["https://jsj.top.example/f/Ab12Cd"],
    "tencent": ["https://docs.qq.com/form/page/DAb12Cd"],
}


@pytest.mark.parametrize("provider", builtin_providers(), ids=lambda provider: provider.id)
def test_a_platform_has_its_hosts_and_no_others(provider: Provider) -> None:
    assert [url for url in ADDRESSES.get(provider.id, ()) if not provider.has_host(url)] == []
    assert [url for url in ELSEWHERE.get(provider.id, ()) if provider.has_host(url)] == []
