"""The answer to a query string that cannot be understood: 400 and a sentence."""

from django.shortcuts import render


def bad_query(request, form):
    """Return the 400 page with every sentence of the form's errors."""
    sentences = [text for errors in form.errors.values() for text in errors]
    return render(request, "400.html", {"sentences": sentences}, status=400)
