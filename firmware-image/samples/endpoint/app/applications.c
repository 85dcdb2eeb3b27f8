#include "applications.h"

#include "echo.h"
#include "sensor.h"

const application_t applications[APPLICATIONS] = {
    {"echo/0", echo_serve},
    {"iroh-esp32/sensor/0", sensor_serve},
};
