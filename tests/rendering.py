"""Django tells its test client of every template that is drawn, each field's widget among them, and the client keeps a
copy of everything the template could see. Told of pages alone, it says as much to the tests, and a page costs less.
"""

import pytest
from django.template import RequestContext, Template
from django.test.signals import template_rendered


def _render(self, context):
    if context.template is self and isinstance(context, RequestContext):
        template_rendered.send(sender=self, template=self, context=context)
    return self.nodelist.render(context)


@pytest.fixture(scope="session")
def django_test_environment(django_test_environment):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", _render)
        yield
