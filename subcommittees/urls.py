app_name = "subcommittees"
urlpatterns = []
