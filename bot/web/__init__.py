"""What every web page of the service shares: headers, friendly faults, static files, the demo."""
