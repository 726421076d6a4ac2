document.getElementById("app").textContent =
  "This browser is too old for Labwright: it knows no JavaScript modules. Any current Firefox, Chrome, Edge or Safari will do.";
