"""Device types from files of the device-type library."""

from pathlib import Path
from typing import Any

import pytest

Lab = Any

FILES = sorted((Path(__file__).parent / "device_types").iterdir())
LITTLE = "manufacturer: M\nmodel: X\nslug: m-x\n"


def send(lab: Lab, *contents: str | bytes, dry_run: bool = False, **options: Any) -> Any:
    files = [
        ("files", (f"{n}.yaml", c.encode() if isinstance(c, str) else c, "application/yaml"))
        for n, c in enumerate(contents)
    ]
    params = {"dry_run": str(dry_run).lower()} | options.pop("params", {})
    return lab.ask("POST", "/device-types/import", params=params, files=files, **options)


def samples() -> list[bytes]:
    return [file.read_bytes() for file in FILES]


def error_of(lab: Lab, content: str | bytes) -> Any:
    report = send(lab, content, dry_run=True)
    assert report.status_code == 200, report.text
    assert report.json()["files"][0]["action"] == "error"
    return report.json()["files"][0]["errors"][0]


def test_files_become_types_with_makers_and_templates(each_lab: Lab) -> None:
    report = send(each_lab, *samples(), params={"category": "optical"}).json()
    assert report["summary"] == {"create": 2, "update": 0, "unchanged": 0, "error": 0}
    pdu, roadm = report["files"]
    assert roadm["counts"] == {
        "interfaces": 3, "front-ports": 2, "rear-ports": 1, "console-ports": 1, "power-ports": 1,
        "module-bays": 1, "device-bays": 1, "inventory-items": 1,
    }  # fmt: skip
    kind = each_lab.get(f"/device-types/{roadm['device_type_id']}").json()
    assert (kind["name"], kind["model"], kind["slug"]) == (
        "Example Optics 8180", "8180", "example-8180"
    )  # fmt: skip
    assert (kind["u_height"], kind["has_ports"], kind["category"]) == (2, True, "OPTICAL")
    flat = each_lab.get(f"/device-types/{pdu['device_type_id']}").json()
    assert (flat["model"], flat["u_height"], flat["has_ports"]) == ("7921", 0, False)
    makers = each_lab.get("/manufacturers").json()["results"]
    assert [maker["name"] for maker in makers] == ["Example Optics", "Example Power"]


def test_every_component_list_is_kept(lab: Lab) -> None:
    pdu, roadm = send(lab, *samples()).json()["files"]
    kept = lab.get(f"/device-types/{roadm['device_type_id']}/templates").json()
    assert [(port["name"], port["source"]) for port in kept["ports"]] == [
        ("MGMT", "interfaces"),
        ("Console", "interfaces"),
        ("1", "interfaces"),
        ("1/1", "front-ports"),
        ("1/2", "front-ports"),
        ("1 (rear port)", "rear-ports"),
        ("CONSOLE (console port)", "console-ports"),
    ]
    assert kept["ports"][0]["details"] == {"mgmt_only": True}
    assert kept["ports"][3]["details"] == {"rear_port": "1", "rear_port_position": 1}
    assert kept["ports"][4]["details"]["type"] == "lc-ä"
    assert kept["components"]["module-bays"][0]["details"] == {"position": "01"}
    assert kept["components"]["inventory-items"][0]["details"]["part_id"] == "0042"
    assert kept["components"]["power-ports"][0]["details"] == {"maximum_draw": 450}
    outlets = lab.get(f"/device-types/{pdu['device_type_id']}/templates").json()["outlets"]
    assert [outlet["feed_leg"] for outlet in outlets] == ["A", "B"]


def test_unknown_keys_are_kept_and_reported(lab: Lab) -> None:
    roadm = send(lab, *samples()).json()["files"][1]
    assert roadm["unknown_keys"] == ["fibre_count", "front-ports.wavelength"]
    assert len(roadm["notes"]) == 3
    kept = lab.get(f"/device-types/{roadm['device_type_id']}/templates").json()
    assert (kept["extra"]["fibre_count"], kept["extra"]["weight"]) == (96, 15.4)
    assert kept["ports"][4]["details"]["wavelength"] == 1550


def test_the_same_files_change_nothing_the_second_time(each_lab: Lab) -> None:
    send(each_lab, *samples())
    each_lab.forget_events()
    report = send(each_lab, *samples()).json()
    assert report["summary"]["unchanged"] == 2
    assert each_lab.events("") == []


def test_a_changed_file_changes_its_type_and_nothing_that_it_does_not_say(lab: Lab) -> None:
    first = send(lab, *samples()).json()["files"][1]["device_type_id"]
    lab.patch(f"/device-types/{first}", {"name": "Our ROADM", "category": "COMPUTE"})
    text = FILES[1].read_text().replace("u_height: 2", "u_height: 1.5") + "new_key: 1\n"
    (file,) = send(lab, text).json()["files"]
    assert (file["action"], file["device_type_id"], file["name"]) == ("update", first, "Our ROADM")
    assert file["changes"] == {"u_height": [2, 1.5], "extra": [6, 7]}
    kind = lab.get(f"/device-types/{first}").json()
    assert (kind["name"], kind["category"], kind["u_height"]) == ("Our ROADM", "COMPUTE", 1.5)


def test_a_dry_run_writes_nothing(lab: Lab) -> None:
    report = send(lab, *samples(), dry_run=True).json()
    assert report["summary"]["create"] == 2
    assert [file["new_manufacturer"] for file in report["files"]] == [True, True]
    assert lab.get("/device-types").json()["count"] == 0
    assert lab.get("/manufacturers").json()["count"] == 0


def test_one_wrong_file_stops_all(each_lab: Lab) -> None:
    answer = send(each_lab, *samples(), "model: X\n")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/type-import-refused")
    assert [f["action"] for f in answer.json()["report"]["files"]] == ["create", "create", "error"]
    assert each_lab.get("/device-types").json()["count"] == 0


def test_a_type_that_would_collide_in_a_rack_is_not_imported(lab: Lab) -> None:
    kind = send(lab, LITTLE + "u_height: 1\n").json()["files"][0]["device_type_id"]
    rack = lab.make("racks", site_id=lab.make("sites")["id"])["id"]
    for position in (1, 2):
        lab.make_device(device_type_id=kind, rack_id=rack, u_position=position)
    answer = send(lab, LITTLE + "u_height: 2\n")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/does-not-fit")


def test_odd_characters_stay_as_they_are(lab: Lab) -> None:
    text = 'manufacturer: "Ö & <b>"\nmodel: "1e3/½″ ‹x›"\nslug: "ö_&/½"\n'
    (file,) = send(lab, "\ufeff" + text).json()["files"]
    assert (file["name"], file["slug"]) == ("Ö & <b> 1e3/½″ ‹x›", "ö_&/½")
    for spelling in ("8180", "1e3", "yes", "0x10", "2020-01-01", "1:30", "null_", ".5"):
        told = f"manufacturer: N\nmodel: {spelling}\n"
        assert send(lab, told, dry_run=True).json()["files"][0]["name"] == f"N {spelling}"


BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}]\n" for old, new in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "alias"),
        ("a: &a 1\nb: *a\n", "alias"),
        ("base: &b {model: X}\n<<: *b\n", "alias"),
        ("x: " + "[" * 100_000, "too_deep"),
        ("x: " + "[" * 20 + "]" * 20, "too_deep"),
        ("x: [" + "1," * 60_000 + "1]", "too_large"),
        ("x" * 262_145, "too_large"),
        ("x: !!python/object/apply:os.system [id]\n", "tag"),
        ("x: !!python/name:os.system\n", "tag"),
        ("x: !secret y\n", "tag"),
        ("", "no_mapping"),
        ("- 1\n", "no_mapping"),
        ("text", "no_mapping"),
        ("a: 1\n---\nb: 2\n", "many_documents"),
        ("a: 1\na: 2\n", "repeated_key"),
        ("? [a]\n: b\n", "bad_key"),
        ("a: 'open\n", "not_yaml"),
        ("a: b: c\n", "not_yaml"),
        ("a: \0\n", "not_yaml"),
        (b"a: \xff\xfe\n", "not_utf8"),
        (bytes(range(256)) * 4, "not_utf8"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(lab: Lab, content: str | bytes, code: str) -> None:
    assert error_of(lab, content)["code"] == code
    assert send(lab, content).status_code == 422


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("manufacturer: M\n", "/model"),
        ("model: X\n", "/manufacturer"),
        ("manufacturer: {a: 1}\nmodel: X\n", "/manufacturer"),
        (f"manufacturer: M\nmodel: {'x' * 130}\n", "/model"),
        (LITTLE + "u_height: tall\n", "/u_height"),
        (LITTLE + "u_height: 1.3\n", "/u_height"),
        (LITTLE + "u_height: -1\n", "/u_height"),
        (LITTLE + "u_height: .inf\n", "/u_height"),
        (LITTLE + "u_height: yes\n", "/u_height"),
        (LITTLE + "u_height: 1e400\n", "/u_height"),
        (LITTLE + "interfaces: 3\n", "/interfaces"),
        (LITTLE + "interfaces: [3]\n", "/interfaces/0"),
        (LITTLE + "interfaces: [{type: lc}]\n", "/interfaces/0/name"),
        (LITTLE + "interfaces: [{name: [1]}]\n", "/interfaces/0/name"),
        (LITTLE + 'interfaces: [{name: "a\\nb"}]\n', "/interfaces/0/name"),
        (LITTLE + "interfaces: [{name: a}, {name: a}]\n", "/interfaces/1/name"),
        (LITTLE + "power-outlets: [{name: a, feed_leg: D}]\n", "/power-outlets/0/feed_leg"),
        (LITTLE + f"interfaces: [{{name: a, {'k' * 61}: 1}}]\n", ""),
        (LITTLE + "interfaces: [" + "{name: a}," * 1001 + "]\n", "/interfaces"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(lab: Lab, text: str, pointer: str) -> None:
    assert error_of(lab, text)["pointer"] == pointer
    assert send(lab, text).status_code == 422


def test_strange_values_are_kept_without_a_crash(lab: Lab) -> None:
    text = LITTLE + (
        "weird: [{deep: [1, {x: .nan}]}, 99999999999999999999999, 2020-01-01, ~, 0o17]\n"
        "interfaces:\n  - {name: a, type: [x], tags: [1, {b: 2}], poe_mode: ~, label: 01}\n"
        "module-bays: ~\n"
    )
    (file,) = send(lab, text).json()["files"]
    assert file["unknown_keys"] == ["weird", "interfaces.tags"]
    kept = lab.get(f"/device-types/{file['device_type_id']}/templates").json()
    assert kept["extra"]["weird"][1:] == ["9" * 23, "2020-01-01", None, "0o17"]
    assert kept["ports"][0]["details"]["tags"] == '[1, {"b": 2}]'
    assert kept["ports"][0]["details"]["label"] == "01"


def test_two_files_about_one_type_are_refused(lab: Lab) -> None:
    files = send(lab, LITTLE, LITTLE.replace("m-x", "other"), dry_run=True).json()["files"]
    assert [file["action"] for file in files] == ["create", "error"]
    assert "0.yaml" in files[1]["errors"][0]["message"]


def test_files_are_named_without_their_folders(lab: Lab) -> None:
    file = ("files", ("../../etc/pass\u202ewd.yaml", LITTLE.encode(), "text/plain"))
    answer = lab.ask("POST", "/device-types/import", files=[file])
    assert answer.json()["files"][0]["file"] == "passwd.yaml"
    assert lab.ask("POST", "/device-types/import").status_code == 422
    assert send(lab, *[LITTLE] * 201).status_code == 422
    assert send(lab, LITTLE, params={"category": "no word"}).status_code == 422
