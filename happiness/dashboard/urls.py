from django.urls import path

from happiness.dashboard import views

urlpatterns = [path("", views.home, name="home")]
