#ifndef NESY_MICRO_PROCESSORS_H
#define NESY_MICRO_PROCESSORS_H

// The processors that the calling thread may run on; those that are online where the system does not say.
int nesy_processors(void);

#endif
