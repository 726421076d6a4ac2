"""Devices as Ansible and Prometheus find them."""

from typing import Any

Lab = Any


def stock(lab: Lab) -> None:
    site, other = lab.make("sites", name="Site A")["id"], lab.make("sites", name="site-a")["id"]
    lab.make("tags", name="c-band")
    kind = lab.make_type(name="ROADM")["id"]
    lab.make_device(
        name="ROADM 7", device_type_id=kind, site_id=site, mgmt_ip="10.0.0.7", tags=["c-band"]
    )
    lab.make_device(name="roadm-7", device_type_id=kind, site_id=other, hostname="r7.example")
    lab.make_device(name="all", device_type_id=kind, mgmt_ip="2001:db8::1", status="spare")
    lab.make_device(name="日本", device_type_id=kind, status="retired")


def test_an_ansible_inventory_has_hosts_and_groups_with_safe_unique_names(lab: Lab) -> None:
    stock(lab)
    found = lab.get("/devices/ansible-inventory").json()
    hosts = found["_meta"]["hostvars"]
    assert set(hosts) == {"roadm_7_1", "roadm_7_2", "all_3", "unnamed"}
    assert hosts["roadm_7_1"]["ansible_host"] == "10.0.0.7"
    assert hosts["roadm_7_2"]["ansible_host"] == "r7.example"
    assert hosts["roadm_7_1"]["labwright_tags"] == ["c-band"]
    assert found["site_site_a"] == {"hosts": ["roadm_7_1"]} or found["site_site_a"]["hosts"]
    assert sorted(name for name in found if name.startswith("site_")) == [
        "site_site_a",
        "site_site_a_2",
    ]
    assert found["tag_c_band"]["hosts"] == ["roadm_7_1"]
    assert set(found["type_roadm"]["hosts"]) == set(hosts)
    assert set(found["all"]["children"]) == {"ungrouped"} | set(found) - {"_meta", "all"}


def test_the_inventory_has_what_the_filters_find(lab: Lab) -> None:
    stock(lab)
    spare = lab.get("/devices/ansible-inventory?status=spare").json()
    assert list(spare["_meta"]["hostvars"]) == ["all"] or len(spare["_meta"]["hostvars"]) == 1
    assert lab.get("/devices/ansible-inventory?limit=3").status_code == 422


def test_prometheus_finds_what_has_an_address(lab: Lab) -> None:
    stock(lab)
    found = lab.get("/devices/http-sd").json()
    assert sorted(group["targets"][0] for group in found) == [
        "10.0.0.7",
        "[2001:db8::1]",
        "r7.example",
    ]
    first = next(group for group in found if group["targets"] == ["10.0.0.7"])
    assert first["labels"]["__meta_labwright_site"] == "Site A"
    assert first["labels"]["__meta_labwright_tags"] == ",c-band,"
    assert all(isinstance(value, str) for value in first["labels"].values())


def test_discovery_takes_the_same_few_statements(each_lab: Lab) -> None:
    counts = []
    for wanted in (2, 20):
        for _ in range(wanted):
            each_lab.make_device()
        with each_lab.statements() as seen:
            each_lab.get("/devices/ansible-inventory")
            each_lab.get("/devices/http-sd")
        counts.append(len(seen))
    assert counts[0] == counts[1]
