// The kiosk: one place, many people after one another. Without this file every page works by links and forms.

import "./leave.js";
import "./idle.js";
import "./keys.js";
import "./reading.js";
import "./tools.js";
