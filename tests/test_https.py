"""HTTPS in embedded mode: a certificate and its key are settings, and everything that follows from them follows."""

import re
import ssl
import subprocess
from pathlib import Path

import httpx
import pytest
from running_product import EMAIL, PASSWORD, Product, one_time_code
from servers.process import free_port

from scribe import listening, processes
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings


def certified(folder: Path, name: str = "scribe") -> dict[str, str]:
    """A new certificate that signs itself, for this machine's own names, as settings."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, "-subj", "/CN=localhost", "-addext", names, *files], check=True, capture_output=True)
    return {"SCRIBE_TLS_CERTIFICATE": str(certificate), "SCRIBE_TLS_KEY": str(key)}


def settings(monkeypatch: pytest.MonkeyPatch, folder: Path, **variables: str) -> Settings:
    own = {"SCRIBE_VOLUMES": str(folder), "SCRIBE_API_PORT": str(free_port()), "SCRIBE_WEB_PORT": str(free_port())}
    for name, value in {**own, **variables}.items():
        monkeypatch.setenv(name, value)
    return Settings(_env_file=None)


def test_with_a_certificate_cookies_origins_and_addresses_are_of_https(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plain = settings(monkeypatch, tmp_path)
    assert not plain.secure_cookies
    assert all(origin.startswith("http:") for origin in plain.allowed_origins)
    secure = settings(monkeypatch, tmp_path, **certified(tmp_path))
    assert secure.secure_cookies
    assert all(origin.startswith("https:") for origin in secure.allowed_origins)
    assert processes.address(secure).startswith("https://127.0.0.1:")


def test_listening_wider_needs_no_insistence_with_a_certificate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = {"SCRIBE_API_HOST": "0.0.0.0", "SCRIBE_WEB_HOST": "0.0.0.0"}
    with pytest.raises(ScribeError, match="without TLS"):
        listening.check(settings(monkeypatch, tmp_path, **wide))
    listening.check(settings(monkeypatch, tmp_path, **wide, **certified(tmp_path)))
    assert not capsys.readouterr().err


def test_half_a_pair_is_told_before_anything_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, missing in (("SCRIBE_TLS_CERTIFICATE", "SCRIBE_TLS_KEY"), ("SCRIBE_TLS_KEY", "SCRIBE_TLS_CERTIFICATE")):
        with monkeypatch.context() as within, pytest.raises(ScribeError) as wrong:
            listening.check(settings(within, tmp_path, **{name: certified(tmp_path)[name]}))
        assert wrong.value.code == "tls_half"
        assert wrong.value.details["setting"] == missing


@pytest.mark.parametrize("fault", ["another key", "no certificate", "no such file", "a key with a passphrase"])
def test_a_pair_that_cannot_be_used_is_told_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: str
) -> None:
    pair = certified(tmp_path)
    if fault == "another key":
        pair["SCRIBE_TLS_KEY"] = certified(tmp_path, "other")["SCRIBE_TLS_KEY"]
    elif fault == "no certificate":
        Path(pair["SCRIBE_TLS_CERTIFICATE"]).write_text("this is not a certificate")
    elif fault == "no such file":
        pair["SCRIBE_TLS_KEY"] = str(tmp_path / "nowhere.key")
    else:
        locked = tmp_path / "locked.key"
        command = [
            "openssl",
            "ec",
            "-aes256",
            "-passout",
            "pass:secret",
            "-in",
            pair["SCRIBE_TLS_KEY"],
            "-out",
            str(locked),
        ]
        subprocess.run(command, check=True, capture_output=True)
        pair["SCRIBE_TLS_KEY"] = str(locked)
    with pytest.raises(ScribeError) as wrong:
        listening.check(settings(monkeypatch, tmp_path, **pair))
    assert wrong.value.code == "tls_unusable"
    assert wrong.value.details["reason"]


@pytest.mark.journey
@pytest.mark.models
def test_the_api_and_the_web_answer_over_https_and_cookies_are_for_it_alone(tmp_path: Path) -> None:
    pair = certified(tmp_path)
    product = Product(tmp_path / "volumes", more=pair)
    code = one_time_code(product.start())
    try:
        trusting = ssl.create_default_context(cafile=pair["SCRIBE_TLS_CERTIFICATE"])
        with httpx.Client(verify=trusting, follow_redirects=True) as browser:
            page = browser.get(f"https://localhost:{product.web_port}/")
            assert (page.status_code, page.url.scheme) == (200, "https")
            assert f"https://localhost:{product.api_port}" in page.headers["content-security-policy"]
            api, origin = f"https://localhost:{product.api_port}/api/v1", f"https://localhost:{product.web_port}"
            person = {"code": code, "email": EMAIL, "name": "Claire", "password": PASSWORD, "language": "fr"}
            made = browser.post(f"{api}/setup", json=person, headers={"Origin": origin})
            assert made.status_code == 201, made.text
            cookies = made.headers.get_list("set-cookie")
            assert len(cookies) == 2
            assert all(re.search("; Secure", cookie, re.IGNORECASE) for cookie in cookies)
            assert EMAIL in browser.get(f"{api}/auth/me").text
        for port in (product.api_port, product.web_port):
            with pytest.raises(httpx.HTTPError):
                httpx.get(f"http://127.0.0.1:{port}/")
        assert f"https://127.0.0.1:{product.web_port}" in product.manage("status").stdout
    finally:
        product.stop()
