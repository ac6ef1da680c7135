"""What the tests of /people/ share: pressing buttons, reading answers."""

from django.urls import reverse


def page_of(person):
    return reverse("people_person", args=[person.username])


def act(client, person, action, **data):
    """Press a button on a person's page; follow where it leads."""
    return client.post(page_of(person), {"action": action} | data, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])
