"""Favourites: a person's own, and flagged where the device is gone."""

from labwright_scheduler import permissions

from .lab import at

RIGHTS = (permissions.DEVICE_READ, permissions.FAVOURITE_WRITE)
PATH = "/api/v1/scheduler/favourites"


def send(lab, method, id, user=1, rights=RIGHTS):
    return lab.client.request(method, f"{PATH}/{id}", headers=lab.headers(user, *rights))


def listed(lab, user=1):
    return lab.get("/favourites", user, *RIGHTS).json()["results"]


def test_a_device_is_starred_once_however_often_it_is_asked(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    for id in (2, 1, 1):
        assert send(any_lab, "PUT", id).status_code == 204
    assert [each["device_id"] for each in listed(any_lab)] == [1, 2]
    assert listed(any_lab, 2) == []
    for _ in range(2):
        assert send(any_lab, "DELETE", 1).status_code == 204
    assert [each["name"] for each in listed(any_lab)] == ["DEVICE-2"]


def test_a_device_that_is_gone_stays_starred_and_says_so(lab):
    lab.device(1)
    send(lab, "PUT", 1)
    lab.device(1, version=2, removed_at=at(0, days=-1))
    [found] = listed(lab)
    assert (found["removed"], found["bookable"]) == (True, False)
    assert send(lab, "PUT", 1).status_code == 404


def test_who_comes_is_asked_and_what_is_unknown_is_not_found(lab):
    assert send(lab, "PUT", 77).status_code == 404
    assert send(lab, "PUT", 0).status_code == 422
    for method in ("PUT", "DELETE"):
        assert lab.client.request(method, f"{PATH}/1").status_code == 401
        assert send(lab, method, 1, rights=(permissions.DEVICE_READ,)).status_code == 403


def test_nobody_has_more_than_he_may(lab, monkeypatch):
    monkeypatch.setattr("labwright_scheduler.favourites.service.MOST_FAVOURITES", 1)
    lab.device(1)
    lab.device(2)
    assert [send(lab, "PUT", id).status_code for id in (1, 2, 1)] == [204, 409, 204]
