"""Shapes of what is typed about people: by themselves, in the administration, and by those who keep people."""

from people.forms.accounts import (
    DelegationForm,
    ImportForm,
    LastDayForm,
    PostBelowForm,
    PostForm,
    ProfileForm,
    SignupForm,
    UploadForm,
    UserCreateForm,
    UserEditForm,
    WelcomeForm,
    WorkplaceForm,
)
from people.forms.keeping import (
    AddressForm,
    CorrectPostForm,
    HatForm,
    NamesForm,
    NewPostForm,
    PeopleFilter,
    PersonForm,
    SomebodyForm,
)
from people.forms.schools import FirstDayForm, NewSchoolForm, SchoolForm

__all__ = [
    "AddressForm",
    "CorrectPostForm",
    "DelegationForm",
    "FirstDayForm",
    "HatForm",
    "ImportForm",
    "LastDayForm",
    "NamesForm",
    "NewPostForm",
    "NewSchoolForm",
    "PeopleFilter",
    "PersonForm",
    "PostBelowForm",
    "PostForm",
    "ProfileForm",
    "SchoolForm",
    "SignupForm",
    "SomebodyForm",
    "UploadForm",
    "UserCreateForm",
    "UserEditForm",
    "WelcomeForm",
    "WorkplaceForm",
]
