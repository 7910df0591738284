"""Which URLs a webhook may have, and which addresses it may lead to."""

import pytest

from accounts.webhooks import address

GOOD = {
    "https://example.com": ("example.com", 443, "/"),
    "https://example.com/": ("example.com", 443, "/"),
    "HTTPS://Hooks.Example.COM/In": ("hooks.example.com", 443, "/In"),
    "https://example.com:443/a/b?c=d&e=%20": ("example.com", 443, "/a/b?c=d&e=%20"),
    "https://example.com:8443?key=1": ("example.com", 8443, "/?key=1"),
    "https://xn--e1afmkfd.xn--p1ai/": ("xn--e1afmkfd.xn--p1ai", 443, "/"),
    "https://a-1.b--2.example.co/;p=1": ("a-1.b--2.example.co", 443, "/;p=1"),
    "https://example.com//double": ("example.com", 443, "//double"),
}
EVIL = [
    # other protocols, and none
    *("http://example.com/", "file:///etc/passwd", "gopher://example.com/", "ftp://example.com/", "//example.com/"),
    *(
        "example.com",
        "",
        "https:",
        "https://",
        "https:///path",
        "https:example.com",
        "javascript:alert(1)",
        "https//a.b",
    ),
    # this machine and its network, in every notation
    *("https://localhost/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/"),
    *("https://0x7f.1/", "https://0177.0.0.1/", "https://017700000001/", "https://0/", "https://0.0.0.0/"),
    *("https://10.0.0.1/", "https://169.254.169.254/latest/", "https://[::1]/", "https://[::ffff:169.254.169.254]/"),
    *("https://[::]/", "https://[fe80::1%25eth0]/", "https://[64:ff9b::7f00:1]/", "https://127.0.0.1.:443/"),
    *("https://93.184.216.34/", "https://example.com.0x7f/", "https://intranet/", "https://a.b.1/", "https://1.2.3/"),
    # user information, and what readers disagree about
    *("https://user@example.com/", "https://user:pw@example.com/", "https://example.com@127.0.0.1/", "https://@a.com/"),
    *("https://127.0.0.1\\@example.com/", "https://example.com\\.evil.org/", "https://example.com#@127.0.0.1/"),
    *("https://example.com/#part", "https://exam ple.com/", " https://example.com/", "https://example.com/ "),
    *("https://example.com/\r\nHost: evil.org", "https://example.com\t.evil.org/", "https://example.com/\x00"),
    *(
        "https://example.com/a b",
        "https://exa%6dple.com/",
        "https://example.com%00.evil.org/",
        "https://[example.com]/",
    ),
    # letters that turn into others
    *(
        "https://ⓔⓧample.com/",
        "https://１２７.０.０.１/",
        "https://127。0。0。1/",
        "https://exаmple.com/",
        "https://ß.com/",
    ),
    *(
        "https://example.com/ü",
        "https://example.com\u2024evil.org/",
        "https://exam\u00adple.com/",
        "ｈｔｔｐｓ://example.com/",
    ),
    # ports
    *("https://example.com:80/", "https://example.com:22/", "https://example.com:0/", "https://example.com:65536/"),
    *(
        "https://example.com:-443/",
        "https://example.com:443:443/",
        "https://example.com:x/",
        "https://example.com:8444/",
    ),
    # no names of hosts
    *("https://-example.com/", "https://example-.com/", "https://example..com/", "https://.example.com/"),
    *("https://example.com./", "https://exam_ple.com/", f"https://{'a' * 64}.com/", f"https://{'a.' * 127}com/"),
]
PUBLIC = [
    "93.184.216.34",
    "1.1.1.1",
    "2606:4700::1111",
    "::ffff:93.184.216.34",
    "64:ff9b::5db8:d822",
    "2002:5db8:d822::1",
]
NOT_PUBLIC = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
    *("192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
    *(
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
    ),
    *("100::1", "5f00::1", "4000::1", "2001::1", "2001:20::1", "::7f00:1", "::ffff:0:7f00:1", "64:ff9b:1::7f00:1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
    *("2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2001:0:5db8:d822:0:0:80ff:fffe"),
    *("", "localhost", "127.1", "0x7f000001", "2130706433", "example.com"),
]


@pytest.mark.parametrize("url", GOOD)
def test_public_address_is_taken_apart(url):
    target = address.parse(url)

    assert (target.host, target.port, target.path) == GOOD[url]


def test_port_stands_in_the_host_header_unless_it_is_the_usual_one():
    assert address.parse("https://example.com/").host_header == "example.com"
    assert address.parse("https://example.com:8443/").host_header == "example.com:8443"


@pytest.mark.parametrize("url", EVIL)
def test_evil_address_is_refused_with_a_reason(url):
    with pytest.raises(address.BadUrl) as refusal:
        address.parse(url)

    assert str(refusal.value.says)


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_ip_is_known(ip):
    assert address.is_public(ip)


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_ip_that_is_not_public_is_known(ip):
    assert not address.is_public(ip)
