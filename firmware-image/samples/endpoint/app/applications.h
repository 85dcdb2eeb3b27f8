/* What the endpoint serves. */
#ifndef APPLICATIONS_H
#define APPLICATIONS_H

#include "../quic/connection.h"

#define APPLICATIONS 2

extern const application_t applications[APPLICATIONS];

#endif
