"""What browsers and proxies may keep: of who has signed in, nothing without asking."""


class PrivateMiddleware:
    """Marks each answer that says nothing of it as one person's, to be asked for again.

    Pages of entry, people and exports say no-store themselves; static files are not
    served through here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer
