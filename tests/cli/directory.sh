. "$SUPPORT/transcript.sh"
mkdir folder
echo Text >file
try_all '@ %' folder
try_all '@ -o folder %' file
try 'segsplit <folder'
