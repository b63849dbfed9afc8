from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, register_converter

from common.converters import IdConverter, YearConverter
from config import accounts, views

register_converter(IdConverter, "id")
register_converter(YearConverter, "year")
# The admin has no door of its own: its sign-in is everyone's, second factor included.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "dashboard.views.errors.bad_request"
handler404 = "dashboard.views.errors.not_found"
handler429 = "dashboard.views.errors.too_often"
handler500 = "dashboard.views.errors.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<slug:name>/", views.mail, name="mail"),
    path("accounts/confirm-email/<str:key>/", accounts.confirm_email, name="account_confirm_email"),
    path("accounts/email/", accounts.Addresses.as_view(), name="account_email"),
    path("accounts/2fa/totp/activate/", accounts.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("accounts/2fa/webauthn/add/", accounts.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("dashboard.urls")),
    path("", include("stipends.urls")),
    path("", include("applications.urls")),
    path("", include("seminars.urls")),
    path("", include("coaching.urls")),
    path("", include("fellows.urls")),
    path("", include("pathways.urls")),
    path("", include("notifications.urls")),
    path("", include("people.urls")),
]
