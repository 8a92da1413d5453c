app_name = "legaltext"
urlpatterns = []
