#include "configuration.h"

#ifndef ENDPOINT_SSID
#define ENDPOINT_SSID "crema"
#endif
#ifndef ENDPOINT_PASSWORD
#define ENDPOINT_PASSWORD "ristretto"
#endif
#ifndef ENDPOINT_PORT
#define ENDPOINT_PORT 11204
#endif
#ifndef ENDPOINT_EXTERNAL_HEAP
#define ENDPOINT_EXTERNAL_HEAP false
#endif

configuration_t configuration = {
    .ssid = ENDPOINT_SSID,
    .password = ENDPOINT_PASSWORD,
    /* Known to everybody: who wants an endpoint of his own puts a secret into NVS. */
    .secret = "the endpoint sample of Crema 001",
    .port = ENDPOINT_PORT,
    .external_heap = ENDPOINT_EXTERNAL_HEAP,
};

void configuration_load(void) {
}
