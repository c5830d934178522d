"""Looks at a report in a headless browser: browse.py REPORT

Prints what a reader sees at each step, and whatever the browser complains about."""
import pathlib
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

options = webdriver.ChromeOptions()
for argument in ('--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'):
    options.add_argument(argument)
options.set_capability('goog:loggingPrefs', {'browser': 'ALL', 'performance': 'ALL'})
driver = webdriver.Chrome(service=Service('/usr/bin/chromedriver'), options=options)
address = pathlib.Path(sys.argv[1]).resolve().as_uri()


def view():
    return driver.find_element(By.CSS_SELECTOR, 'main > section.current')


def status():
    return view().find_element(By.TAG_NAME, 'output').text


def control(name):
    return view().find_element(By.NAME, name)


def see(what):
    print(f'{what}: {view().get_attribute("id")}, {status()}')


def wait_for(wanted):
    WebDriverWait(driver, 30).until(lambda _: status() == wanted)


def background():
    return driver.execute_script('return getComputedStyle(document.body).backgroundColor')


def first_item():
    return driver.execute_script(
        'return document.querySelector("main > section.current .items > .shown").innerText')


try:
    driver.get(address)
    print('title:', driver.title)
    print('views:', [a.text for a in driver.find_elements(By.CSS_SELECTOR, 'nav a')])
    print('drawings:', [s.get_attribute('aria-label')
                        for s in view().find_elements(By.CSS_SELECTOR, 'svg[role=img]')])

    # By keyboard alone: the skip link, then the views in order.
    body = driver.find_element(By.TAG_NAME, 'body')
    body.send_keys(Keys.TAB)
    print('first stop:', driver.switch_to.active_element.text)
    for _ in range(2):
        driver.switch_to.active_element.send_keys(Keys.TAB)
    driver.switch_to.active_element.send_keys(Keys.TAB)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    see('third view by keyboard')

    driver.get(address + '#page')
    see('page')
    Select(control('kind')).select_by_value('mojibake')
    wait_for('1–1 of 1')
    print('line with mojibake:', first_item())
    print('marks that stay:', len(view().find_elements(By.CSS_SELECTOR, '.edit:not(.other)')))
    view().find_element(By.CSS_SELECTOR, 'button[type=reset]').click()
    wait_for('1–4 of 4')
    see('filter cleared')

    # From an edit in the page to its row, and back, also where a filter hides it.
    driver.get(address + '#repairs')
    control('text').send_keys('er. Wir auch')
    wait_for('1–1 of 1')
    driver.execute_script('location.hash = "#r2"')
    wait_for('1–3 of 3')
    print('row in focus:', driver.switch_to.active_element.get_attribute('hash'))
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(driver, 30).until(lambda _: view().get_attribute('id') == 'page')
    print('edit in focus:', driver.switch_to.active_element.get_attribute('id'))

    driver.get(address + '#segments')
    see('segments')
    control('text').send_keys('SATZ 399')
    wait_for('1–1 of 1')
    print('found:', first_item())
    control('text').clear()
    control('text').send_keys(' ', Keys.BACKSPACE)
    wait_for('1–200 of 405')
    view().find_element(By.CSS_SELECTOR, '[data-step="1"]').send_keys(Keys.ENTER)
    see('next page')
    control('most').send_keys('0.6')
    wait_for('none')
    see('none so unsure')

    driver.get(address + '#alignment')
    see('alignment')
    control('least').send_keys('0.5')
    wait_for('1–1 of 1')
    see('sure beads')

    before = background()
    driver.find_element(By.ID, 'theme').send_keys(Keys.SPACE)
    print('other theme:', background() != before)

    unnamed = driver.execute_script(
        'return [...document.querySelectorAll("input, select, button")]'
        '.filter(e => !e.labels?.length && !e.textContent).length')
    print('controls without name:', unnamed)
    print('script of the text ran:', driver.execute_script('return window.intruder === true'))
    hosts = [e for e in driver.get_log('performance') if '"http' in e['message']
             and 'Network.requestWillBeSent' in e['message']]
    print('requests to the network:', len(hosts))
    for entry in driver.get_log('browser'):
        print('console:', entry['message'])
finally:
    driver.quit()
