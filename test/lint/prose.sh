#!/bin/bash
# Nothing that is committed names the machine or the mirrors it was written on.
# (The words are spelled with brackets so that this file does not break its own rule.)
! git grep -nIE --untracked '/wor[k]/|/home/[a-z]+/|/Users/[a-z]+/|artifact[o]ry|pkg[.]dev|verda[c]cio|deb-mirr[o]r\.' -- ':!LICENSE'
