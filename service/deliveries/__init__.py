"""Files that departments send to the service, on their way into the records, and what became of every delivery.

A file waits in a folder of its own until the records' one writer takes it in, and is destroyed then, whatever became of it.

answers    what the API answers about deliveries
working    what waits is taken in again and again while the service runs
reading    what was delivered, whichever way it came
landing    a file that waits is taken in
looking    what a file would be taken for, before it is sent
receiving  a file that is sent, taken in custody
outcomes   what intake made of a file, as it is kept
custody    where files wait, and how they are destroyed
examining  what no file may hold
naming     how a file may be called
"""
