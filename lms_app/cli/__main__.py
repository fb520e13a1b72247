from lms_app.cli import main

main()
