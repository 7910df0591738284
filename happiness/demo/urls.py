"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from happiness.demo import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/clock/", views.step_clock, name="demo-clock"),
    path("demo/tour/", views.go, name="demo-tour"),
]
